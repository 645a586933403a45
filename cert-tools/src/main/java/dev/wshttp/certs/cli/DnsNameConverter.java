// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateRequest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a host name that a certificate can carry. */
final class DnsNameConverter implements ITypeConverter<String> {

    @Override
    public String convert(String value) {
        if (!CertificateRequest.isDnsName(value)) {
            throw new TypeConversionException(
                    "'" + value + "' is not a host name (expected: a name such as Contoso.com, without wildcard)");
        }
        return value;
    }
}
