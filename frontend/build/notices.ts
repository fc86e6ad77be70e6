import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

interface Notice { name: string; version: string; license: string; text: string }

const HEADER = `Third-party software in workbench.js
====================================
This file is written by the build from what the bundle really contains.
`;

/** Icons drawn in src/ui/icons.ts come from Lucide; they are text in our sources, so no module names them. */
const LUCIDE = `Lucide icons (ISC)
------------------
Copyright (c) Lucide Icons and Contributors

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.
`;

/** The folder of the package a module belongs to, or null for our own sources. */
function packageFolder(moduleId: string): string | null {
  const clean = moduleId.split("?")[0]!.replace(/^\0/, "");
  if (!clean.includes("node_modules")) return null;
  for (let folder = dirname(clean); folder.includes("node_modules"); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version) return folder;
  }
  return null;
}

function readNotice(folder: string): Notice {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).sort().find((name) => /^licen[cs]e/i.test(name));
  const text = file ? readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim() : "(no licence file shipped)";
  return { name: manifest.name, version: manifest.version, license: manifest.license ?? "unknown", text };
}

/** Writes THIRD_PARTY.txt beside the bundle: one notice per package whose code is inside it, in a fixed order. */
export function thirdPartyNotices(): Plugin {
  return {
    name: "third-party-notices",
    apply: "build",
    generateBundle() {
      const folders = new Set<string>();
      for (const id of this.getModuleIds()) {
        const folder = packageFolder(id);
        if (folder) folders.add(folder);
      }
      const notices = [...folders].map(readNotice).sort((a, b) => (a.name < b.name ? -1 : 1));
      const parts = notices.map((n) => {
        const title = `${n.name} ${n.version} (${n.license})`;
        return `${title}\n${"-".repeat(title.length)}\n${n.text}\n`;
      });
      this.emitFile({ type: "asset", fileName: "THIRD_PARTY.txt", source: [HEADER, ...parts, LUCIDE].join("\n") });
    },
  };
}
