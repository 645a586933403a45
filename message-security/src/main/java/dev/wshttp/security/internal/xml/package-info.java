// SPDX-License-Identifier: Apache-2.0
/** XML as values: elements, their parser and their exclusive canonical form (XML 1.0, Namespaces in XML 1.0, Exclusive XML Canonicalization 1.0). */
@NullMarked
package dev.wshttp.security.internal.xml;

import org.jspecify.annotations.NullMarked;
