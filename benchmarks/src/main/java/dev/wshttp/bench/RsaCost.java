// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import dev.wshttp.bench.Programs.Result;
import dev.wshttp.interop.CredentialFolder;
import dev.wshttp.interop.Side;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.token.CipherSuite;
import dev.wshttp.security.internal.token.KeyTransport;
import dev.wshttp.security.internal.token.SharedSecret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Measures the RSA operations of one call in direct mode, hot, on as many threads as there are processors, because calls have to share them, too. The
 * client encrypts the key of the message for the service and signs; the service decrypts the key and verifies the signature. The reply has no RSA.
 */
final class RsaCost {
    private static final int SIGNED_BYTES = 300;

    private RsaCost() {}

    /**
     * Prints a {@link Result} for each operation: microseconds of CPU.
     *
     * @param arguments the folder with certificates, the seconds of warm-up, and the seconds of measurement for each operation
     */
    public static void main(String... arguments) throws InterruptedException, ExecutionException {
        var folder = new CredentialFolder(Path.of(arguments[0]));
        var warmUp = Duration.ofSeconds(Long.parseLong(arguments[1]));
        var measured = Duration.ofSeconds(Long.parseLong(arguments[2]));
        Callable<java.util.Map<String, HotLoop.Cost>> task =
                () -> operations(folder).measure(warmUp, measured);
        var executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        var results = new ArrayList<Future<java.util.Map<String, HotLoop.Cost>>>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            results.add(executor.submit(task));
        }
        var sums = new LinkedHashMap<String, Double>();
        for (var result : results) {
            result.get().forEach((name, cost) -> sums.merge(name, cost.microseconds() / results.size(), Double::sum));
        }
        executor.shutdown();
        sums.forEach((name, sum) -> System.out.println(Result.of(name, sum).asLine()));
    }

    private static HotLoop operations(CredentialFolder folder) {
        X509Credential client = BenchmarkCredentials.own(folder, Side.CLIENT);
        X509Credential service = BenchmarkCredentials.own(folder, Side.SERVICE);
        var random = new SecureRandom();
        var ciphers = new CipherSuite(AlgorithmSuite.BASIC256);
        var transport = new KeyTransport(AlgorithmSuite.BASIC256, random);
        var secret = SharedSecret.random(random, AlgorithmSuite.BASIC256.secretBytes());
        byte[] signed = new byte[SIGNED_BYTES];
        byte[] signature = ciphers.sign(client.privateKey(), sink -> sink.write(signed, 0, signed.length));
        byte[] wrapped = transport.wrap(secret, service.certificate());
        var loop = new HotLoop();
        loop.add("encrypt", () -> transport.wrap(secret, service.certificate()));
        loop.add("sign", () -> ciphers.sign(client.privateKey(), sink -> sink.write(signed, 0, signed.length)));
        loop.add("decrypt", () -> transport.unwrap(wrapped, service.privateKey()));
        Supplier<Boolean> verify = () -> ciphers.verify(
                client.certificate().getPublicKey(), sink -> sink.write(signed, 0, signed.length), signature);
        loop.add("verify", verify);
        return loop;
    }
}
