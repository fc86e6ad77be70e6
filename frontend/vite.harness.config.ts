import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The stand-alone page for working on the front end without Streamlit: `npm run harness`. */
export default defineConfig({
  root: "harness",
  plugins: [react()],
  server: { host: "127.0.0.1", port: 5199, strictPort: true },
});
