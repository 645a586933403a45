// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.wire;

import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlType;
import org.jspecify.annotations.Nullable;

/**
 * The ten message bodies of the contract, which the JAX-WS runtime writes and reads.
 *
 * <p>The classes exist so that the runtime does not have to generate them when it makes a port. A missing number is zero, as
 * in WCF, because its schema makes every element optional.
 */
public final class CalculatorMessages {
    /** The class name for the wrapper annotations, which take no class literals. */
    public static final String NAME = "dev.wshttp.calculator.wire.CalculatorMessages";

    private CalculatorMessages() {}

    /** Body of an Add request. */
    @XmlRootElement(name = "Add")
    @XmlType(
            name = "",
            propOrder = {"n1", "n2"})
    public static final class Add {
        @XmlElement
        public double n1;

        @XmlElement
        public double n2;
    }

    /** Body of an Add response. */
    @XmlRootElement(name = "AddResponse")
    @XmlType(name = "")
    public static final class AddResponse {
        @XmlElement(name = "AddResult")
        public double result;
    }

    /** Body of a Subtract request. */
    @XmlRootElement(name = "Subtract")
    @XmlType(
            name = "",
            propOrder = {"n1", "n2"})
    public static final class Subtract {
        @XmlElement
        public double n1;

        @XmlElement
        public double n2;
    }

    /** Body of a Subtract response. */
    @XmlRootElement(name = "SubtractResponse")
    @XmlType(name = "")
    public static final class SubtractResponse {
        @XmlElement(name = "SubtractResult")
        public double result;
    }

    /** Body of a Multiply request. */
    @XmlRootElement(name = "Multiply")
    @XmlType(
            name = "",
            propOrder = {"n1", "n2"})
    public static final class Multiply {
        @XmlElement
        public double n1;

        @XmlElement
        public double n2;
    }

    /** Body of a Multiply response. */
    @XmlRootElement(name = "MultiplyResponse")
    @XmlType(name = "")
    public static final class MultiplyResponse {
        @XmlElement(name = "MultiplyResult")
        public double result;
    }

    /** Body of a Divide request. */
    @XmlRootElement(name = "Divide")
    @XmlType(
            name = "",
            propOrder = {"n1", "n2"})
    public static final class Divide {
        @XmlElement
        public double n1;

        @XmlElement
        public double n2;
    }

    /** Body of a Divide response. */
    @XmlRootElement(name = "DivideResponse")
    @XmlType(name = "")
    public static final class DivideResponse {
        @XmlElement(name = "DivideResult")
        public double result;
    }

    /** Body of a GetCallerIdentity request: empty. */
    @XmlRootElement(name = "GetCallerIdentity")
    @XmlType(name = "")
    public static final class GetCallerIdentity {}

    /** Body of a GetCallerIdentity response. */
    @XmlRootElement(name = "GetCallerIdentityResponse")
    @XmlType(name = "")
    public static final class GetCallerIdentityResponse {
        @XmlElement(name = "GetCallerIdentityResult", nillable = true)
        public @Nullable String result;
    }
}
