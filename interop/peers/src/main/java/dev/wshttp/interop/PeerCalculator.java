// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import static java.util.Objects.requireNonNull;

import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPBinding;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calculator, implemented with the SOAP stack that is on the class path. Safe for use by several threads. */
@WebService(
        endpointInterface = "dev.wshttp.calculator.Calculator",
        serviceName = "CalculatorService",
        portName = "WSHttpBinding_ICalculator",
        targetNamespace = CalculatorNames.NAMESPACE)
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public final class PeerCalculator implements Calculator {
    @Resource
    private @Nullable WebServiceContext context;

    private final Function<WebServiceContext, String> callerOf;

    /** @param callerOf how the stack tells who is calling */
    public PeerCalculator(Function<WebServiceContext, String> callerOf) {
        this.callerOf = callerOf;
    }

    @Override
    public double add(double n1, double n2) {
        return n1 + n2;
    }

    @Override
    public double subtract(double n1, double n2) {
        return n1 - n2;
    }

    @Override
    public double multiply(double n1, double n2) {
        return n1 * n2;
    }

    @Override
    public double divide(double n1, double n2) {
        return n1 / n2;
    }

    @Override
    public String callerIdentity() {
        return callerOf.apply(requireNonNull(context, "the stack injects it"));
    }
}
