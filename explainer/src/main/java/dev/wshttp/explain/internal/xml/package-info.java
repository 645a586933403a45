// SPDX-License-Identifier: Apache-2.0
/**
 * XML as it stands in a recorded message: a tree in which each element knows its octets, and the exclusive canonical form of an element (XML 1.0,
 * Namespaces in XML 1.0, Exclusive XML Canonicalization 1.0). It shares no code with the engines, so its verdicts are a second opinion.
 */
@NullMarked
package dev.wshttp.explain.internal.xml;

import org.jspecify.annotations.NullMarked;
