// SPDX-License-Identifier: Apache-2.0
/** The conformance kit: sends WCF's messages, deviations of them and attacks to an endpoint of any stack, and compares its verdicts with WCF's. */
@NullMarked
package dev.wshttp.conformance;

import org.jspecify.annotations.NullMarked;
