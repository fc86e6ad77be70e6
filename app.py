import streamlit as st

from design_sandbox.ui.app import logo, run
from design_sandbox.ui.direct import routes

if __name__ == "__main__":  # a run of the page
    st.set_page_config(page_title="Design Sandbox", page_icon=logo(), layout="wide")
    run()
else:  # the server, which answers the canvas's direct line too
    app = st.App(__file__, routes=routes())
