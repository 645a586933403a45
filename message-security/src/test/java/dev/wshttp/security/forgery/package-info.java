// SPDX-License-Identifier: Apache-2.0
/**
 * Messages that differ from WCF's own, made from genuine ones: the tables of deviations, and the one interpreter of the changes that they name. The tests
 * of this module and the conformance kit share it.
 */
@NullMarked
package dev.wshttp.security.forgery;

import org.jspecify.annotations.NullMarked;
