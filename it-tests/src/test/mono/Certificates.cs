// SPDX-License-Identifier: Apache-2.0
using System;
using System.IdentityModel.Selectors;
using System.IdentityModel.Tokens;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mono.Security.Cryptography;
using Pkcs12 = Mono.Security.X509.PKCS12;
using RawCertificate = Mono.Security.X509.X509Certificate;

/// <summary>NAME.pem and NAME-key.pem of a folder.</summary>
public static class Certificates
{
    public static X509Certificate2 Read(string folder, string name)
    {
        return new X509Certificate2(Decoded(folder, name + ".pem"));
    }

    /// <summary>Mono cannot import today's PKCS #12 files (PBES2) nor add a key to a certificate, so it makes a file of its own.</summary>
    public static X509Certificate2 ReadWithKey(string folder, string name)
    {
        const string InMemoryOnly = "in memory only";
        byte[] key = new PKCS8.PrivateKeyInfo(Decoded(folder, name + "-key.pem")).PrivateKey;
        var store = new Pkcs12 { Password = InMemoryOnly };
        store.AddCertificate(new RawCertificate(Decoded(folder, name + ".pem")));
        store.AddPkcs8ShroudedKeyBag(new KeyInDer(PKCS8.PrivateKeyInfo.DecodeRSA(key)));
        return new X509Certificate2(store.GetBytes(), InMemoryOnly);
    }

    private static byte[] Decoded(string folder, string file)
    {
        var lines = File.ReadLines(Path.Combine(folder, file)).Where(line => !line.StartsWith("-----"));
        return Convert.FromBase64String(string.Concat(lines));
    }
}

/// <summary>
/// A key whose numbers start with no zero byte. Mono pads them to full length and writes them so, which is not DER; the key of such a
/// file (about three in a hundred) is then dropped without a word.
/// </summary>
public sealed class KeyInDer : RSA
{
    private readonly RSAParameters numbers;

    public KeyInDer(RSA key)
    {
        numbers = key.ExportParameters(true);
        numbers.D = Shortest(numbers.D);
        numbers.DP = Shortest(numbers.DP);
        numbers.DQ = Shortest(numbers.DQ);
        numbers.InverseQ = Shortest(numbers.InverseQ);
    }

    public override RSAParameters ExportParameters(bool includePrivateParameters)
    {
        return numbers;
    }

    public override void ImportParameters(RSAParameters parameters)
    {
        throw new NotSupportedException();
    }

    private static byte[] Shortest(byte[] number)
    {
        return number.SkipWhile(octet => octet == 0).ToArray();
    }
}

/// <summary>Believes one certificate. Mono's chain validation reads the trust stores of the machine, which tests leave alone.</summary>
public sealed class PinnedCertificate : X509CertificateValidator
{
    private readonly string thumbprint;

    public PinnedCertificate(X509Certificate2 certificate)
    {
        thumbprint = certificate.Thumbprint;
    }

    public override void Validate(X509Certificate2 certificate)
    {
        if (certificate.Thumbprint != thumbprint)
        {
            throw new SecurityTokenValidationException(
                "The certificate is '" + certificate.Thumbprint + "' (expected '" + thumbprint + "').");
        }
    }
}
