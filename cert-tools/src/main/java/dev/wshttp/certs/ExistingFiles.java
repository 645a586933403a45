// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

/** The treatment of files that exist already. */
public enum ExistingFiles {
    /** Nothing is written if one of the files exists. */
    REFUSE,
    /** The new files replace the existing ones, if all of them can be written. */
    REPLACE
}
