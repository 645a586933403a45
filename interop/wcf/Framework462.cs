// SPDX-License-Identifier: Apache-2.0
using System.Runtime.Versioning;

// The framework that a program was made for decides which versions of TLS WCF offers, not the one that it runs on.
[assembly: TargetFramework(".NETFramework,Version=v4.6.2")]
