// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain.internal.message;

import dev.wshttp.explain.internal.xml.Element;
import java.util.Optional;

/**
 * What one {@code ds:Reference} of a signature covers.
 *
 * @param reference the element that names it
 * @param uri as it was written
 * @param target the element; empty if there is none, or several have the id
 * @param problem why the digest is wrong or cannot be computed; empty text if it fits
 */
public record SignedPart(Element reference, String uri, Optional<Element> target, String problem) {}
