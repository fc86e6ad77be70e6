import { createContext, memo, useContext } from "react";
import type { Severity } from "../contract";
import { inksOf, type Theme } from "../model/inks";
import { type Shape, shapesOf } from "../model/svg";
import base from "../styles/base.css?inline";
import tokens from "../styles/tokens.css?inline";
import { severityIcon } from "./Icon";
import { ICONS } from "./icons";

/** The theme for what cannot read it from the style sheet. */
export const ThemeOfImages = createContext<Theme>("light");

const INKS = inksOf(`${tokens}\n${base}`);
const STROKE = 'stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
const addresses = new Map<string, string>();

const markup = ({ element, attributes }: Shape) =>
  `<${element} ${Object.entries(attributes).map(([name, value]) => `${name}="${value}"`).join(" ")}/>`;

function addressOf(body: string, colour: string): string {
  const key = `${colour} ${body}`;
  let address = addresses.get(key);
  if (!address) {
    const shapes = shapesOf(body).map(markup).join("");
    const image = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="${colour}" ${STROKE}>${shapes}</svg>`;
    address = `data:image/svg+xml,${encodeURIComponent(image)}`;
    addresses.set(key, address);
  }
  return address;
}

/**
 * A glyph as an image, in the colour of a token ("role-edge"). For what a drawing has a hundred of: an inline SVG has a
 * coordinate system of its own, which the browser sorts anew at every frame (measured: half of that work, at 50 parts).
 */
export const Picture = memo(function Picture({ body, ink, size = 16 }: { body: string; ink: string; size?: number }) {
  const colour = INKS[useContext(ThemeOfImages)][ink] ?? "#808080";
  return <img className="picture" alt="" aria-hidden="true" draggable={false} width={size} height={size} src={addressOf(body, colour)} />;
});

export const SeverityPicture = ({ severity, ink, size }: { severity: Severity; ink: string; size: number }) =>
  <Picture body={ICONS[severityIcon(severity)]} ink={ink} size={size} />;
