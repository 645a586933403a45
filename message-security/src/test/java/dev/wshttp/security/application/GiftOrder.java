// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/** An order of another type, which the message names by {@code xsi:type}. */
@XmlType(namespace = Shop.NAMESPACE)
public class GiftOrder extends Order {
    @Nullable
    String card;

    /** For JAXB. */
    public void setCard(@Nullable String card) {
        this.card = card;
    }

    /** For JAXB. */
    public @Nullable String getCard() {
        return card;
    }

    @Override
    public String toString() {
        return super.toString() + card;
    }
}
