// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Values of many kinds. */
@XmlType(namespace = Shop.NAMESPACE)
@XmlAccessorType(XmlAccessType.FIELD)
public class Order {
    @XmlAttribute
    @Nullable
    String id;

    int amount;

    @XmlElement(nillable = true)
    @Nullable
    String note;

    @Nullable
    BigDecimal price;

    byte @Nullable [] picture;

    List<String> articles = new ArrayList<>();

    @Nullable
    Object anything;

    @XmlAnyElement
    @Nullable
    Element other;

    @Override
    public String toString() {
        return getClass().getSimpleName()
                + id
                + amount
                + note
                + price
                + Arrays.toString(picture)
                + articles
                + anything
                + (other == null ? null : other.getNamespaceURI() + other.getTextContent());
    }
}
