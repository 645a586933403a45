// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.calculator.Calculator;
import java.util.Locale;

/** The operations on two numbers. */
enum Operation {
    ADD("Add", "Adds two numbers.", "100 15.99") {
        @Override
        double on(Calculator calculator, double n1, double n2) {
            return calculator.add(n1, n2);
        }
    },
    SUBTRACT("Subtract", "Subtracts the second number from the first.", "145 76.54") {
        @Override
        double on(Calculator calculator, double n1, double n2) {
            return calculator.subtract(n1, n2);
        }
    },
    MULTIPLY("Multiply", "Multiplies two numbers.", "9 81.25") {
        @Override
        double on(Calculator calculator, double n1, double n2) {
            return calculator.multiply(n1, n2);
        }
    },
    DIVIDE("Divide", "Divides the first number by the second; by zero gives Infinity or NaN.", "22 7") {
        @Override
        double on(Calculator calculator, double n1, double n2) {
            return calculator.divide(n1, n2);
        }
    };

    private final String contractName;
    private final String description;
    private final String example;

    Operation(String contractName, String description, String example) {
        this.contractName = contractName;
        this.description = description;
        this.example = example;
    }

    abstract double on(Calculator calculator, double n1, double n2);

    /** The name in the contract: {@code Add}. */
    String contractName() {
        return contractName;
    }

    /** The name on the command line: {@code add}. */
    String commandName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    String example() {
        return "calculator-client --config client.properties " + commandName() + " " + example;
    }
}
