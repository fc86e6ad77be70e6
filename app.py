import streamlit as st

from design_sandbox.ui.app import logo, run

st.set_page_config(page_title="Design Sandbox", page_icon=logo(), layout="wide")
run()
