// SPDX-License-Identifier: Apache-2.0

/**
 * The calculator contract of WCF's samples with the same messages: SOAP 1.2, document/literal wrapped, WS-Addressing 1.0. It
 * has no security of its own; a feature secures a port or an endpoint.
 */
@NullMarked
package dev.wshttp.calculator;

import org.jspecify.annotations.NullMarked;
