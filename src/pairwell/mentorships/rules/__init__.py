"""Pure decisions of the mentorships room: values in, a Refusal or an answer out."""
