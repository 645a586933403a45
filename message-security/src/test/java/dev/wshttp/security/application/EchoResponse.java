// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/** The answer of an echo. */
@XmlRootElement(namespace = Shop.NAMESPACE)
@XmlType(namespace = Shop.NAMESPACE)
public class EchoResponse {
    private @Nullable String text;

    /** For JAXB. */
    @XmlElement(name = "return")
    public @Nullable String getReturn() {
        return text;
    }

    /** For JAXB. */
    public void setReturn(@Nullable String text) {
        this.text = text;
    }
}
