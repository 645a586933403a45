// SPDX-License-Identifier: Apache-2.0

/**
 * The calculator contract of WCF's samples, the same bytes on the wire: SOAP 1.2, document/literal wrapped, WS-Addressing 1.0.
 * Nothing here knows of security; a port or an endpoint becomes secure by the feature it is given.
 */
@NullMarked
package dev.wshttp.calculator;

import org.jspecify.annotations.NullMarked;
