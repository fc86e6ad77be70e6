import streamlit as st

from design_sandbox.ui.app import run

st.set_page_config(page_title="Design Sandbox", page_icon=":material/account_tree:", layout="wide")
run()
