// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.model.JavaMethod;
import com.sun.xml.ws.api.model.SEIModel;
import com.sun.xml.ws.api.model.wsdl.WSDLBoundOperation;
import com.sun.xml.ws.api.model.wsdl.WSDLFault;
import com.sun.xml.ws.api.model.wsdl.WSDLOperation;
import com.sun.xml.ws.api.model.wsdl.WSDLPort;
import com.sun.xml.ws.model.AbstractSEIModelImpl;
import com.sun.xml.ws.model.CheckedExceptionImpl;
import com.sun.xml.ws.model.JavaMethodImpl;
import com.sun.xml.ws.model.ParameterImpl;
import com.sun.xml.ws.model.WrapperParameter;
import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.protection.MessageParts;
import dev.wshttp.security.protection.MessageProtection;
import dev.wshttp.security.protection.OperationProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import dev.wshttp.security.protection.ProtectionRequirements;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * Finds the protection levels of a contract: those that the feature has, or else those that {@link MessageProtection} says on the service endpoint interface.
 */
final class ContractProtection {
    private static final ProtectionLevel[] UNSAID = {};

    private final @Nullable WSDLPort port;
    private final @Nullable MessageProtection ofType;

    private ContractProtection(@Nullable WSDLPort port, @Nullable MessageProtection ofType) {
        this.port = port;
        this.ofType = ofType;
    }

    /** Returns the levels of the messages of a port or an endpoint; the defaults if nothing says any. */
    static ProtectionRequirements of(
            MessageSecurityFeature feature, @Nullable SEIModel contract, @Nullable WSDLPort port) {
        ProtectionRequirements requirements = feature.protection()
                .filter(given -> !given.operations().isEmpty() || !given.encryptsRequests())
                .orElseGet(() -> contract == null ? ProtectionRequirements.DEFAULT : annotated(contract, port));
        requireEngine(feature.engine(), requirements);
        return feature.protection()
                        .filter(ProtectionRequirements::encryptsRequests)
                        .isPresent()
                ? requirements.withEncryptedRequests()
                : requirements;
    }

    /** Refuses an engine that does not send headers at levels when the port is made, and not at the first call. */
    private static void requireEngine(MessageEngine engine, ProtectionRequirements requirements) {
        boolean hasHeaders = requirements.operations().stream()
                .flatMap(operation -> Stream.of(operation.request(), operation.reply()))
                .anyMatch(parts -> !parts.headers().isEmpty());
        if (hasHeaders && engine != MessageEngine.OCTETS) {
            throw invalid(
                    "gives headers protection levels, and the engine is '" + engine + "'",
                    "the engine 'OCTETS', which sends them",
                    "Remove the setting message-security.engine, or call withEngine(MessageEngine.OCTETS).");
        }
    }

    private static ProtectionRequirements annotated(SEIModel contract, @Nullable WSDLPort port) {
        var model = (AbstractSEIModelImpl) contract;
        refuseOnImplementation(model);
        List<JavaMethodImpl> methods = model.getJavaMethods().stream()
                .filter(method -> !method.isAsync())
                .toList();
        boolean says = methods.stream().anyMatch(method -> says(method) || ofType(model, method) != null);
        return says ? requirements(model, methods, port) : ProtectionRequirements.DEFAULT;
    }

    private static ProtectionRequirements requirements(
            AbstractSEIModelImpl model, List<JavaMethodImpl> methods, @Nullable WSDLPort port) {
        var operations = new LinkedHashMap<String, OperationProtection>();
        for (JavaMethodImpl method : methods) {
            OperationProtection operation = new ContractProtection(port, ofType(model, method)).operation(method);
            OperationProtection other = operations.putIfAbsent(operation.action(), operation);
            if (other != null && !other.equals(operation)) {
                throw invalid(
                        "gives two operations with the action '" + operation.action() + "' different levels",
                        "one level for each action, since a message is judged by its action",
                        "Give each operation an action of its own.");
            }
        }
        return ProtectionRequirements.of(operations.values());
    }

    /** Returns what the interface of a method says, or else the interface of the whole contract. */
    private static @Nullable MessageProtection ofType(AbstractSEIModelImpl model, JavaMethod method) {
        @Nullable
        MessageProtection declared = method.getSEIMethod().getDeclaringClass().getAnnotation(MessageProtection.class);
        @Nullable Class<?> contract = model.getContractClass();
        return declared != null || contract == null ? declared : contract.getAnnotation(MessageProtection.class);
    }

    /** Refuses levels where they would have no effect: on a class that implements an interface. */
    private static void refuseOnImplementation(AbstractSEIModelImpl model) {
        @Nullable Class<?> implementation = model.getEndpointClass();
        @Nullable Class<?> contract = model.getContractClass();
        if (implementation == null || contract == null || !contract.isInterface() || implementation.equals(contract)) {
            return;
        }
        boolean says = implementation.isAnnotationPresent(MessageProtection.class)
                || Stream.of(implementation.getMethods())
                        .anyMatch(method -> method.isAnnotationPresent(MessageProtection.class));
        if (says) {
            throw invalid(
                    "has @MessageProtection on '" + implementation.getName() + "', which implements '"
                            + contract.getName() + "'",
                    "the annotation on the interface, which both sides have",
                    "Move it there.");
        }
    }

    private static boolean says(JavaMethodImpl method) {
        Method declared = method.getSEIMethod();
        return declared.isAnnotationPresent(MessageProtection.class)
                || Stream.of(declared.getParameterAnnotations())
                        .flatMap(Stream::of)
                        .anyMatch(MessageProtection.class::isInstance)
                || method.getCheckedExceptions().stream().anyMatch(fault -> said(fault) != null);
    }

    private OperationProtection operation(JavaMethodImpl method) {
        @Nullable MessageProtection own = method.getSEIMethod().getAnnotation(MessageProtection.class);
        ProtectionLevel request = level(
                method,
                own == null ? UNSAID : own.request(),
                own == null ? UNSAID : own.value(),
                ofType == null ? UNSAID : ofType.request(),
                ofType == null ? UNSAID : ofType.value());
        ProtectionLevel reply = level(
                method,
                own == null ? UNSAID : own.reply(),
                own == null ? UNSAID : own.value(),
                ofType == null ? UNSAID : ofType.reply(),
                ofType == null ? UNSAID : ofType.value());
        Actions actions = actions(method);
        return new OperationProtection(
                actions.input,
                parts(request, headers(method, method.getRequestParameters(), request)),
                actions.output,
                parts(reply, headers(method, method.getResponseParameters(), reply)),
                faults(method, actions, reply));
    }

    private static MessageParts parts(ProtectionLevel body, Map<QName, ProtectionLevel> headers) {
        return new MessageParts(body, headers);
    }

    /** Returns the nearest level that is said. */
    private static ProtectionLevel level(JavaMethod method, ProtectionLevel[]... nearestFirst) {
        for (ProtectionLevel[] said : nearestFirst) {
            if (said.length > 1) {
                throw invalid(
                        "gives '" + method.getSEIMethod().getName() + "' '" + said.length + "' levels for one part",
                        "one",
                        "Correct the annotation @MessageProtection.");
            }
            if (said.length == 1) {
                return said[0];
            }
        }
        return ProtectionLevel.ENCRYPT_AND_SIGN;
    }

    private static Map<QName, ProtectionLevel> headers(
            JavaMethodImpl method, List<ParameterImpl> parameters, ProtectionLevel ofMessage) {
        var headers = new LinkedHashMap<QName, ProtectionLevel>();
        boolean isRequest = parameters == method.getRequestParameters();
        for (ParameterImpl parameter : flat(parameters)) {
            boolean isHeader = (isRequest ? parameter.getInBinding() : parameter.getOutBinding()).isHeader();
            Optional<MessageProtection> said = annotation(method, parameter);
            if (isHeader) {
                headers.put(
                        parameter.getName(),
                        level(method, levelOfHeader(method, parameter, said), new ProtectionLevel[] {ofMessage}));
            } else if (said.isPresent() && parameter.getIndex() >= 0) {
                throw invalid(
                        "gives a level to the parameter '" + parameter.getName().getLocalPart() + "' of '"
                                + method.getSEIMethod().getName() + "', which is in the body",
                        "levels of headers (@WebParam(header = true)), and one of the whole body",
                        "Put @MessageProtection on the method.");
            }
        }
        return headers;
    }

    private static List<ParameterImpl> flat(List<ParameterImpl> parameters) {
        var flat = new ArrayList<ParameterImpl>();
        for (ParameterImpl parameter : parameters) {
            if (parameter instanceof WrapperParameter wrapper) {
                flat.addAll(flat(wrapper.getWrapperChildren()));
            } else {
                flat.add(parameter);
            }
        }
        return flat;
    }

    private static ProtectionLevel[] levelOfHeader(
            JavaMethodImpl method, ParameterImpl parameter, Optional<MessageProtection> said) {
        if (parameter.getIndex() < 0) {
            @Nullable MessageProtection own = method.getSEIMethod().getAnnotation(MessageProtection.class);
            return own == null ? UNSAID : own.resultHeader();
        }
        return said.map(MessageProtection::value).orElse(UNSAID);
    }

    private static Optional<MessageProtection> annotation(JavaMethodImpl method, ParameterImpl parameter) {
        int index = parameter.getIndex();
        if (index < 0) {
            return Optional.empty();
        }
        for (Annotation each : method.getSEIMethod().getParameterAnnotations()[index]) {
            if (each instanceof MessageProtection protection) {
                return Optional.of(protection);
            }
        }
        return Optional.empty();
    }

    private Map<String, MessageParts> faults(JavaMethodImpl method, Actions actions, ProtectionLevel reply) {
        var faults = new LinkedHashMap<String, MessageParts>();
        for (CheckedExceptionImpl fault : method.getCheckedExceptions()) {
            @Nullable MessageProtection said = said(fault);
            ProtectionLevel level = level(method, said == null ? UNSAID : said.value(), new ProtectionLevel[] {reply});
            actions.ofFault(fault).ifPresent(action -> faults.put(action, MessageParts.ofBody(level)));
        }
        return faults;
    }

    private static @Nullable MessageProtection said(CheckedExceptionImpl fault) {
        Class<?> type = fault.getExceptionClass();
        return type.getAnnotation(MessageProtection.class);
    }

    private Actions actions(JavaMethodImpl method) {
        @Nullable
        WSDLBoundOperation bound = port == null ? null : port.getBinding().get(method.getOperationQName());
        if (bound != null) {
            WSDLOperation operation = bound.getOperation();
            String input = operation.getInput().getAction();
            return new Actions(
                    input,
                    operation.isOneWay()
                            ? input + "Response"
                            : operation.getOutput().getAction(),
                    operation);
        }
        String input = method.getInputAction();
        if (input == null || input.isEmpty()) {
            throw invalid(
                    "has levels, and nothing says the action of '" + method.getOperationName() + "'",
                    "a WSDL, or @Action on each method",
                    "Make the port with the service's WSDL, or call withProtection.");
        }
        String output = method.getOutputAction();
        return new Actions(input, output == null || output.isEmpty() ? input + "Response" : output, null);
    }

    /** The actions of one operation. */
    private record Actions(
            String input, String output, @Nullable WSDLOperation operation) {
        Optional<String> ofFault(CheckedExceptionImpl fault) {
            if (operation != null) {
                @Nullable WSDLFault declared = operation.getFault(fault.getDetailType().tagName);
                if (declared != null) {
                    return Optional.of(declared.getAction());
                }
            }
            String action = fault.getFaultAction();
            return action == null || action.isEmpty() ? Optional.empty() : Optional.of(action);
        }
    }

    private static MessageSecurityException invalid(String found, String expected, String remedy) {
        return new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                "The contract " + found + " (expected " + expected + "). " + remedy);
    }
}
