// SPDX-License-Identifier: Apache-2.0
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography.Xml;

/// <summary>
/// Writes a copy of Mono's System.Security.dll whose SignedXml signs with RSA-SHA1 where the caller names no algorithm. The .NET
/// Framework does that under the switch Switch.System.Security.Cryptography.Xml.UseInsecureHashAlgorithms, which Mono does not have;
/// without it Mono signs with RSA-SHA256 under every suite. One string constant of one method is replaced, and nothing else.
/// Argument: the FOLDER to write to.
/// </summary>
public static class SuiteSignatures
{
    private const byte LoadString = 0x72;
    private const int StringToken = 0x70;

    public static void Main(string[] arguments)
    {
        var signedXml = typeof(SignedXml);
        byte[] assembly = File.ReadAllBytes(signedXml.Assembly.Location);
        byte[] method = signedXml.GetMethod("ComputeSignature", Type.EmptyTypes).GetMethodBody().GetILAsByteArray();
        int constant = Constants(method, signedXml.Module, SignedXml.XmlDsigRSASHA256Url).Single();
        Array.Copy(TokenOfRsaSha1(signedXml.Assembly), 0, assembly, PositionOf(method, assembly) + constant, sizeof(int));
        File.WriteAllBytes(Path.Combine(arguments[0], Path.GetFileName(signedXml.Assembly.Location)), assembly);
    }

    private static byte[] TokenOfRsaSha1(Assembly assembly)
    {
        const BindingFlags All =
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var tokens = from type in assembly.GetTypes()
                     where type.Namespace == typeof(SignedXml).Namespace
                     from method in type.GetMethods(All)
                     let body = method.GetMethodBody()
                     where body != null
                     let code = body.GetILAsByteArray()
                     from position in Constants(code, type.Module, SignedXml.XmlDsigRSASHA1Url)
                     select code.Skip(position).Take(sizeof(int)).ToArray();
        return tokens.First();
    }

    /// <summary>Where the code has the token of the text behind the instruction that loads a string.</summary>
    private static IEnumerable<int> Constants(byte[] code, Module module, string text)
    {
        return from position in Enumerable.Range(1, Math.Max(0, code.Length - sizeof(int)))
               where code[position - 1] == LoadString && code[position + 3] == StringToken
               where module.ResolveString(BitConverter.ToInt32(code, position)) == text
               select position;
    }

    private static int PositionOf(byte[] method, byte[] assembly)
    {
        return Enumerable.Range(0, assembly.Length - method.Length)
            .Single(start => !method.Where((code, offset) => assembly[start + offset] != code).Any());
    }
}
