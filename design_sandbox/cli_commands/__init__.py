"""The subcommands of `design-sandbox`: one module each, imported only when asked for."""
