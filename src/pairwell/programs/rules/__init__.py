"""Pure decisions of the programs room: values in, a refusal or nothing out."""
