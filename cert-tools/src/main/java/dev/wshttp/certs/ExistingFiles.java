// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

/** What happens to a file that is already where a new one goes. */
public enum ExistingFiles {
    /** Nothing is written at all. */
    REFUSE,
    /** The new file takes its place, if all the others can be written too. */
    REPLACE
}
