// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.octets;

/** An element of a table. Two are equal if they are the same element of the same table. */
record TableElement(TokenTable table, int row) {}
