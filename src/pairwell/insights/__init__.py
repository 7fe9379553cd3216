"""Floor 7: looks at everything, touches nothing: dashboards and figures."""
