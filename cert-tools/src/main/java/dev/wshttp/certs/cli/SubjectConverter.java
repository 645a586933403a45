// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateRequest;
import javax.security.auth.x500.X500Principal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a subject: a distinguished name or only a common name. */
final class SubjectConverter implements ITypeConverter<X500Principal> {

    @Override
    public X500Principal convert(String value) {
        try {
            return CertificateRequest.subject(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + value
                    + "' is not a subject (expected: a name, or a distinguished name such as CN=Contoso.com)");
        }
    }
}
