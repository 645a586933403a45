// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

/** What a peer did with the message of a case. */
record Result(Case tried, Outcome outcome) {}
