// SPDX-License-Identifier: Apache-2.0
/** Keys that cannot be exported: in a token of SoftHSM, used through the JDK's PKCS#11 provider. */
@NullMarked
package dev.wshttp.it.pkcs11;

import org.jspecify.annotations.NullMarked;
