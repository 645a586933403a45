// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateRequest;
import javax.security.auth.x500.X500Principal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a subject as a distinguished name or a bare common name. */
final class SubjectConverter implements ITypeConverter<X500Principal> {

    @Override
    public X500Principal convert(String value) {
        try {
            return CertificateRequest.subject(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'" + value + "' is no subject (expected: a name, or a distinguished name such as CN=Contoso.com)");
        }
    }
}
