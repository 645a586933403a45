// SPDX-License-Identifier: Apache-2.0

/**
 * The message bodies of the calculator contract as the JAX-WS runtime binds them.
 * Applications use {@link dev.wshttp.calculator.Calculator} instead.
 */
@NullMarked
@XmlJavaTypeAdapter(type = double.class, value = DoubleText.class)
@XmlSchema(namespace = CalculatorNames.NAMESPACE, elementFormDefault = XmlNsForm.QUALIFIED)
package dev.wshttp.calculator.wire;

import dev.wshttp.calculator.CalculatorNames;
import jakarta.xml.bind.annotation.XmlNsForm;
import jakarta.xml.bind.annotation.XmlSchema;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;
import org.jspecify.annotations.NullMarked;
