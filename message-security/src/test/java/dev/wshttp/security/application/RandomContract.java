// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import dev.wshttp.security.MessageEngine;
import dev.wshttp.security.protection.MessageProtection;
import dev.wshttp.security.protection.ProtectionLevel;
import jakarta.jws.WebService;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.soap.SOAPFault;
import jakarta.xml.ws.WebFault;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A contract made at random, as Java source: operations with parameters of many types, in the body or in headers, that return one of them, nothing or a
 * declared fault, or are one-way, with actions and names of their own or without, and with protection levels of operations, directions, headers and the fault.
 */
final class RandomContract {
    static final String NAMESPACE = "http://random.example/contract";
    private static final String ACTIONS = "abcXYZ019-._~/:?#@!$*+,;=\u00e9\u4e16&<> ";
    private static final List<String> TYPES = List.of(
            "String",
            "int",
            "Integer",
            "double",
            "boolean",
            "java.math.BigDecimal",
            "byte[]",
            "java.util.List<String>",
            "Thing");

    private static final String LEVELS = "dev.wshttp.security.protection.ProtectionLevel.";

    private final Random random;
    private final Random levels;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    /** What an operation does. */
    enum Outcome {
        RETURNS,
        NOTHING,
        FAULT,
        ONE_WAY
    }

    record Operation(String name, Outcome outcome, List<Parameter> parameters, String annotations) {}

    record Parameter(String name, String type, boolean inHeader) {}

    RandomContract(long seed, int size) {
        random = new Random(seed);
        levels = new Random(seed);
        for (int i = 0; i < size; i++) {
            String name = "operation" + i;
            operations.put(name, operation(name, Outcome.values()[i % Outcome.values().length]));
        }
    }

    List<Operation> operations() {
        return List.copyOf(operations.values());
    }

    private Operation operation(String name, Outcome outcome) {
        var parameters = new ArrayList<Parameter>();
        int number = outcome == Outcome.RETURNS ? 1 + random.nextInt(4) : random.nextInt(4);
        for (int i = 0; i < number; i++) {
            boolean inHeader = i > 0 && random.nextInt(4) == 0;
            parameters.add(
                    new Parameter("p" + i, inHeader ? "String" : TYPES.get(random.nextInt(TYPES.size())), inHeader));
        }
        return new Operation(name, outcome, parameters, annotations(name, outcome));
    }

    private String annotations(String name, Outcome outcome) {
        String own = random.nextInt(3) == 0 ? "urn:" + text(ACTIONS, 12).strip() : NAMESPACE + "/IRandom/" + name;
        var text = new StringBuilder("@jakarta.jws.WebMethod(action = " + literal(own));
        text.append(random.nextBoolean() ? ", operationName = \"Own" + name + "\")" : ")");
        if (outcome == Outcome.ONE_WAY) {
            return text.append(" @jakarta.jws.Oneway").toString();
        }
        if (random.nextBoolean()) {
            text.append(" @jakarta.xml.ws.Action(input = " + literal(own));
            text.append(random.nextBoolean() ? ", output = " + literal(own + " reply") : "");
            text.append(
                    outcome == Outcome.FAULT && random.nextBoolean()
                            ? ", fault = @jakarta.xml.ws.FaultAction(className = Failure.class, value = "
                                    + literal(own + " fault") + ")"
                            : "");
            text.append(")");
        }
        return text.toString();
    }

    /** Returns an annotation with a level, or nothing; the reference engine does not send headers at levels. */
    private String level(String... members) {
        if (MessageEngine.ofSystem() != MessageEngine.OCTETS || levels.nextInt(3) == 0) {
            return "";
        }
        var levelNames = ProtectionLevel.values();
        return "@" + MessageProtection.class.getName() + "(" + members[levels.nextInt(members.length)] + " = " + LEVELS
                + levelNames[levels.nextInt(levelNames.length)] + ") ";
    }

    private String text(String letters, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Writes the classes {@code random.Contract}, {@code random.Endpoint} and what they need, and compiles them. */
    void compile(Path directory) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("random"));
        Files.writeString(sources.resolve("Contract.java"), contract());
        Files.writeString(sources.resolve("Endpoint.java"), endpoint());
        Files.writeString(sources.resolve("Thing.java"), thing());
        Files.writeString(
                sources.resolve("Failure.java"),
                failure().replace("public class Failure", level("value") + "public class Failure"));
        var output = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        output,
                        output,
                        "-proc:none",
                        "-nowarn",
                        "-encoding",
                        "UTF-8",
                        "-cp",
                        classPath(),
                        "-d",
                        directory.toString(),
                        sources.resolve("Contract.java").toString(),
                        sources.resolve("Endpoint.java").toString(),
                        sources.resolve("Thing.java").toString(),
                        sources.resolve("Failure.java").toString());
        if (result != 0) {
            throw new IllegalStateException(output.toString(StandardCharsets.UTF_8));
        }
    }

    private static String classPath() {
        return Stream.of(WebService.class, WebFault.class, XmlAttribute.class, SOAPFault.class, MessageProtection.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String contract() {
        var text = new StringBuilder("package random;\n@jakarta.jws.WebService(name = \"IRandom\", targetNamespace = "
                + literal(NAMESPACE) + ")\n" + level("value", "request", "reply") + "public interface Contract {\n");
        for (Operation operation : operations.values()) {
            text.append(operation.annotations + "\n" + level("value", "request", "reply") + signature(operation, true)
                    + ";\n");
        }
        return text.append("}\n").toString();
    }

    private String endpoint() {
        var text = new StringBuilder(
                "package random;\n@jakarta.jws.WebService(serviceName = \"RandomService\", portName = \"RandomPort\","
                        + " targetNamespace = " + literal(NAMESPACE) + ", endpointInterface = \"random.Contract\")\n"
                        + "@jakarta.xml.ws.BindingType(jakarta.xml.ws.soap.SOAPBinding.SOAP12HTTP_BINDING)\n"
                        + "public class Endpoint implements Contract {\n"
                        + "public static final java.util.List<String> SEEN = new java.util.concurrent.CopyOnWriteArrayList<>();\n");
        for (Operation operation : operations.values()) {
            String all = String.join(
                    " + \"|\" + ",
                    operation.parameters.stream()
                            .map(parameter -> "Thing.text(" + parameter.name + ")")
                            .toList());
            text.append("public " + signature(operation, false) + " {\nString all = " + (all.isEmpty() ? "\"\"" : all)
                    + ";\nSEEN.add(\"" + operation.name + " \" + all);\n");
            text.append(
                    switch (operation.outcome) {
                        case RETURNS -> "return p0;\n";
                        case FAULT -> "throw new Failure(all, new Failure.Info(all.length()));\n";
                        case NOTHING, ONE_WAY -> "";
                    });
            text.append("}\n");
        }
        return text.append("}\n").toString();
    }

    private String signature(Operation operation, boolean annotated) {
        String parameters = String.join(
                ", ",
                operation.parameters.stream()
                        .map(parameter -> (annotated
                                        ? "@jakarta.jws.WebParam(name = \"" + parameter.name + "Of" + operation.name
                                                + "\", header = " + parameter.inHeader + ") "
                                                + (parameter.inHeader ? level("value") : "")
                                        : "")
                                + parameter.type + " " + parameter.name)
                        .toList());
        String result = operation.outcome == Outcome.RETURNS ? operation.parameters.get(0).type : "void";
        return result + " " + operation.name + "(" + parameters + ")"
                + (operation.outcome == Outcome.FAULT ? " throws Failure" : "");
    }

    private static String thing() {
        return """
                package random;
                public class Thing {
                    public String name;
                    public int number;
                    public Thing inner;
                    public byte[] octets;
                    public java.util.List<String> list = new java.util.ArrayList<>();
                    @jakarta.xml.bind.annotation.XmlAttribute public boolean flag;
                    public static String text(Object value) {
                        if (value instanceof Thing thing) {
                            return "(" + thing.name + "," + thing.number + "," + text(thing.inner) + "," + text(thing.octets) + ","
                                    + thing.list + "," + thing.flag + ")";
                        }
                        return value instanceof byte[] octets ? java.util.Arrays.toString(octets) : String.valueOf(value);
                    }
                }
                """;
    }

    private static String failure() {
        return """
                package random;
                @jakarta.xml.ws.WebFault(name = "Failed", targetNamespace = "http://random.example/contract")
                public class Failure extends Exception {
                    private final Info info;
                    public Failure(String message, Info info) { super(message); this.info = info; }
                    public Info getFaultInfo() { return info; }
                    public static class Info {
                        public int length;
                        public Info() {}
                        public Info(int length) { this.length = length; }
                    }
                }
                """;
    }

    /** A value of a type. */
    Object value(String type, Class<?> thing) throws ReflectiveOperationException {
        return switch (type) {
            case "int", "Integer" -> random.nextInt();
            case "double" -> random.nextGaussian();
            case "boolean" -> random.nextBoolean();
            case "java.math.BigDecimal" -> BigDecimal.valueOf(random.nextLong(), random.nextInt(9));
            case "byte[]" -> octets();
            case "java.util.List<String>" -> new ArrayList<>(Arrays.asList(word(), word()));
            case "Thing" -> thing(thing, 3);
            default -> word();
        };
    }

    private byte[] octets() {
        byte[] octets = new byte[random.nextInt(50)];
        random.nextBytes(octets);
        return octets;
    }

    private String word() {
        return text("aZ09 <>&'\"\t\n\r]]>\u00e9\u4e16\u2028", random.nextInt(20));
    }

    private Object thing(Class<?> type, int levels) throws ReflectiveOperationException {
        Object thing = type.getConstructor().newInstance();
        type.getField("name").set(thing, word());
        type.getField("number").set(thing, random.nextInt());
        type.getField("octets").set(thing, octets());
        type.getField("flag").set(thing, random.nextBoolean());
        if (levels > 0 && random.nextBoolean()) {
            type.getField("inner").set(thing, thing(type, levels - 1));
        }
        return thing;
    }
}
