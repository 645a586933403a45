// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/** The request of an echo. */
@XmlRootElement(namespace = Shop.NAMESPACE)
@XmlType(namespace = Shop.NAMESPACE)
public class Echo {
    private @Nullable String text;

    static Echo of(String text) {
        var echo = new Echo();
        echo.setText(text);
        return echo;
    }

    /** For JAXB. */
    public @Nullable String getText() {
        return text;
    }

    /** For JAXB. */
    public void setText(@Nullable String text) {
        this.text = text;
    }
}
