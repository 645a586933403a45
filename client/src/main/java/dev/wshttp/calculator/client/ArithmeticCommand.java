// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import jakarta.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** One operation on two numbers. */
@Command(exitCodeListHeading = "", footerHeading = "%nExample:%n")
final class ArithmeticCommand implements Callable<Integer> {
    private final Operation operation;

    @ParentCommand
    private ClientMain main;

    @Parameters(
            index = "0",
            paramLabel = "N1",
            description = "The first number.",
            converter = DecimalNumber.Converter.class)
    private double n1;

    @Parameters(
            index = "1",
            paramLabel = "N2",
            description = "The second number.",
            converter = DecimalNumber.Converter.class)
    private double n2;

    private ArithmeticCommand(Operation operation) {
        this.operation = operation;
    }

    static CommandLine of(Operation operation) {
        var command = new CommandLine(new ArithmeticCommand(operation));
        command.getCommandSpec().name(operation.commandName());
        command.getCommandSpec().usageMessage().description(operation.description());
        command.getCommandSpec().usageMessage().footer("  " + operation.example());
        return command;
    }

    @Override
    public Integer call() {
        Report report = main.report();
        try (var session = Session.open(main.settings(), main.tracing(report), report)) {
            double result = session.call(operation.contractName(), calculator -> operation.on(calculator, n1, n2));
            report.line(DecimalNumber.exact(result));
            var json = Json.createObjectBuilder()
                    .add("operation", operation.contractName())
                    .add("n1", n1)
                    .add("n2", n2);
            report.json(Report.add(json, "result", result));
        }
        return ExitCode.DONE.number();
    }
}
