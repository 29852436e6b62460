using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace PolicyCases.Values;

/// <summary>Made-up credentials in the shapes their issuers document. None was ever issued.</summary>
internal static class SecretValues
{
    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string AlphaNumeric = Digits + Upper + Lower;
    private const string Base64 = AlphaNumeric + "+/";
    private const string Base64Url = AlphaNumeric + "-_";
    private const string Base32 = Upper + "234567";
    private const string Hex = Digits + "abcdef";
    private const string Bech32 = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

    private static readonly string[] Words = ["falcon", "Winter", "copper", "Harbour", "meadow", "Dragon", "violet", "Kettle", "sunset", "Pepper"];

    public static string Of(string alphabet, int length, Random random) => string.Create(length, (alphabet, random), static (span, from) =>
    {
        for (var at = 0; at < span.Length; at++)
        {
            span[at] = from.alphabet[from.random.Next(from.alphabet.Length)];
        }
    });

    public static string? Make(string kind, string argument, Random random) => Cloud(kind, random) ?? Code(kind, random) ?? Services(kind, random) ?? Models(kind, random) ?? Keys(kind, argument, random) ?? Plain(kind, argument, random);

    private static string? Cloud(string kind, Random random) => kind switch
    {
        "aws-key" => "AKIA" + Of(Base32, 16, random),
        "aws-temporary" => "ASIA" + Of(Base32, 16, random),
        "aws-secret" => Of(Base64, 40, random),
        "aws-session" => "IQoJb3JpZ2luX2Vj" + Of(Base64, 220, random) + "==",
        "google-key" => "AIza" + Of(Base64Url, 35, random),
        "google-client" => "GOCSPX-" + Of(Base64Url, 28, random),
        "google-access" => "ya29.a0" + Of(Base64Url, 160, random),
        "azure-storage" => Of(Base64, 86, random) + "==",
        "azure-client" => Of(AlphaNumeric, 3, random) + "8Q~" + Of(Base64Url, 34, random),
        "azure-sas" => Uri.EscapeDataString(Of(Base64, 43, random) + "="),
        "digitalocean" => "dop_v1_" + Of(Hex, 64, random),
        "heroku" => "HRKU-" + Of(Base64Url, 60, random),
        "cloudflare" => Of(Base64Url, 40, random),
        "alibaba" => "LTAI" + Of(AlphaNumeric, 20, random),
        "fly" => "fo1_" + Of(Base64Url, 43, random),
        "terraform" => Of(AlphaNumeric, 14, random) + ".atlasv1." + Of(AlphaNumeric, 67, random),
        "vault" => "hvs.CAES" + Of(Base64Url, 90, random),
        "pulumi" => "pul-" + Of(Hex, 40, random),
        "doppler" => "dp.pt." + Of(AlphaNumeric, 43, random),
        "databricks" => "dapi" + Of(Hex, 32, random),
        "planetscale" => "pscale_tkn_" + Of(Base64Url, 43, random),
        "supabase" => "sbp_" + Of(Hex, 40, random),
        _ => null,
    };

    private static string? Code(string kind, Random random) => kind switch
    {
        "github" => Checked("ghp_", random),
        "github-app" => Checked("ghs_", random),
        "github-oauth" => Checked("gho_", random),
        "github-fine" => "github_pat_" + Of(AlphaNumeric, 22, random) + "_" + Of(AlphaNumeric, 59, random),
        "gitlab" => "glpat-" + Of(Base64Url, 20, random),
        "gitlab-runner" => "glrt-" + Of(Base64Url, 20, random),
        "npm" => Checked("npm_", random),
        "pypi" => "pypi-AgEIcHlwaS5vcmc" + Of(Base64Url, 150, random),
        "nuget" => "oy2" + Of(Lower + "234567", 43, random),
        "docker" => "dckr_pat_" + Of(Base64Url, 27, random),
        "atlassian" => "ATATT3xFfGF0" + Of(Base64Url, 180, random) + "=" + Of("0123456789ABCDEF", 8, random),
        "rubygems" => "rubygems_" + Of(Hex, 48, random),
        "sonar" => "sqp_" + Of(Hex, 40, random),
        "artifactory" => "AKCp" + Of(AlphaNumeric, 69, random),
        "circle" => "CCIPAT_" + Of(AlphaNumeric, 22, random) + "_" + Of(Hex, 40, random),
        "sentry" => "sntryu_" + Of(Hex, 64, random),
        "grafana" => "glsa_" + Of(AlphaNumeric, 32, random) + "_" + Of(Hex, 8, random),
        "newrelic" => "NRAK-" + Of(Upper + Digits, 27, random),
        _ => null,
    };

    private static string? Services(string kind, Random random) => kind switch
    {
        "slack-bot" => $"xoxb-{Of(Digits, 12, random)}-{Of(Digits, 13, random)}-{Of(AlphaNumeric, 24, random)}",
        "slack-user" => $"xoxp-{Of(Digits, 12, random)}-{Of(Digits, 12, random)}-{Of(Digits, 13, random)}-{Of(Hex, 32, random)}",
        "slack-app" => $"xapp-1-A0{Of(Upper + Digits, 9, random)}-{Of(Digits, 13, random)}-{Of(Hex, 64, random)}",
        "slack-hook" => $"hooks.slack.com/services/T0{Of(Upper + Digits, 8, random)}/B0{Of(Upper + Digits, 9, random)}/{Of(AlphaNumeric, 24, random)}",
        "discord-hook" => $"discord.com/api/webhooks/1{Of(Digits, 18, random)}/{Of(Base64Url, 68, random)}",
        "discord-bot" => $"MT{Of(AlphaNumeric, 24, random)}.G{Of(AlphaNumeric, 5, random)}.{Of(Base64Url, 38, random)}",
        "telegram" => $"7{Of(Digits, 9, random)}:AA{Of(Base64Url, 33, random)}",
        "stripe" => "sk_live_51" + Of(AlphaNumeric, 97, random),
        "stripe-short" => "sk_live_" + Of(AlphaNumeric, 24, random),
        "stripe-test" => "sk_test_" + Of(AlphaNumeric, 24, random),
        "stripe-restricted" => "rk_live_" + Of(AlphaNumeric, 24, random),
        "stripe-hook" => "whsec_" + Of(AlphaNumeric, 32, random),
        "square" => "EAAA" + Of(Base64Url, 60, random),
        "shopify" => "shpat_" + Of(Hex, 32, random),
        "sendgrid" => $"SG.{Of(Base64Url, 22, random)}.{Of(Base64Url, 43, random)}",
        "twilio" => "SK" + Of(Hex, 32, random),
        "mailgun" => "key-" + Of(Hex, 32, random),
        "mailchimp" => Of(Hex, 32, random) + "-us14",
        "notion" => "ntn_" + Of(Digits, 11, random) + Of(AlphaNumeric, 35, random),
        "linear" => "lin_api_" + Of(AlphaNumeric, 40, random),
        "figma" => "figd_" + Of(Base64Url, 40, random),
        "airtable" => $"pat{Of(AlphaNumeric, 14, random)}.{Of(Hex, 64, random)}",
        "postman" => $"PMAK-{Of(Hex, 24, random)}-{Of(Hex, 34, random)}",
        "hubspot" => $"pat-eu1-{new Guid(NumberValues.Bytes(16, random))}",
        "facebook" => "EAACEdEose0cBA" + Of(AlphaNumeric, 150, random),
        "mapbox" => $"sk.eyJ1Ijoi{Of(AlphaNumeric, 60, random)}.{Of(Base64Url, 22, random)}",
        _ => null,
    };

    private static string? Models(string kind, Random random) => kind switch
    {
        "openai" => $"sk-{Of(AlphaNumeric, 20, random)}T3BlbkFJ{Of(AlphaNumeric, 20, random)}",
        "openai-project" => $"sk-proj-{Of(Base64Url, 74, random)}T3BlbkFJ{Of(Base64Url, 73, random)}A",
        "anthropic" => $"sk-ant-api03-{Of(Base64Url, 93, random)}AA",
        "huggingface" => "hf_" + Of(Upper + Lower, 34, random),
        "groq" => "gsk_" + Of(AlphaNumeric, 52, random),
        "xai" => "xai-" + Of(AlphaNumeric, 80, random),
        "replicate" => "r8_" + Of(AlphaNumeric, 37, random),
        "perplexity" => "pplx-" + Of(AlphaNumeric, 48, random),
        "openrouter" => "sk-or-v1-" + Of(Hex, 64, random),
        "multillm" => $"mllm_{Of(Lower + "234567", 8, random)}_{Of(AlphaNumeric, 36, random)}",
        _ => null,
    };

    private static string? Keys(string kind, string argument, Random random) => kind switch
    {
        "pem" => Pem(argument.Length > 0 ? argument : "RSA PRIVATE KEY", 24, random),
        "pem-short" => Pem(argument.Length > 0 ? argument : "EC PRIVATE KEY", 3, random),
        "pem-line" => Pem("PRIVATE KEY", 12, random).Replace("\n", "\\n"),
        "pgp" => $"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n{Body(12, random)}\n=Qx4z\n-----END PGP PRIVATE KEY BLOCK-----",
        "putty" => $"PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: deploy\nPublic-Lines: 2\n{Body(2, random)}\nPrivate-Lines: 1\n{Of(Base64, 48, random)}\nPrivate-MAC: {Of(Hex, 64, random)}",
        "age" => "AGE-SECRET-KEY-1" + Of(Bech32, 58, random),
        "wireguard" => Of(Base64, 42, random) + "E=",
        "jwt" => Jwt(random),
        "jwk" => Of(Base64Url, 43, random),
        _ => null,
    };

    private static string? Plain(string kind, string argument, Random random) => kind switch
    {
        "password" => $"{Words[random.Next(Words.Length)]}{Of("!#$%*?", 1, random)}{Of(AlphaNumeric, 5, random)}{Of(Digits, 3, random)}",
        "password-url" => $"{Of(AlphaNumeric, 6, random)}%21{Of(AlphaNumeric, 7, random)}",
        "password-words" => $"{Words[random.Next(Words.Length)]}-{Words[random.Next(Words.Length)]}-{Of(Digits, 2, random)}-{Words[random.Next(Words.Length)]}",
        "token" => Of(AlphaNumeric, argument.Length > 0 ? int.Parse(argument, CultureInfo.InvariantCulture) : 40, random),
        "tokenhex" => Of(Hex, argument.Length > 0 ? int.Parse(argument, CultureInfo.InvariantCulture) : 32, random),
        "tokenuuid" => new Guid(NumberValues.Bytes(16, random)).ToString(),
        "basic" => Convert.ToBase64String(Encoding.UTF8.GetBytes($"svc-report:{Plain("password", "", random)}")),
        _ => null,
    };

    /// <summary>GitHub's and npm's tokens end in the base-62 CRC-32 of what comes before.</summary>
    private static string Checked(string prefix, Random random)
    {
        var body = Of(AlphaNumeric, 30, random);
        var sum = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(body));
        var check = "";
        for (var at = 0; at < 6; at++, sum /= 62)
        {
            check = AlphaNumeric[(int)(sum % 62)] + check;
        }

        return prefix + body + check;
    }

    private static string Pem(string title, int lines, Random random) => $"-----BEGIN {title}-----\n{Body(lines, random)}\n-----END {title}-----";

    private static string Body(int lines, Random random) => string.Join('\n', Enumerable.Range(0, lines).Select(at => "MIIE"[..(at == 0 ? 4 : 0)] + Of(Base64, at == 0 ? 60 : at == lines - 1 ? 42 : 64, random)));

    private static string Jwt(Random random)
    {
        var head = Disguises.Apply("b64url", """{"alg":"HS256","typ":"JWT"}""");
        var body = Disguises.Apply("b64url", $$"""{"sub":"{{Of(Digits, 9, random)}}","role":"auditor","iat":17{{Of(Digits, 8, random)}}}""");
        var mark = Convert.ToBase64String(HMACSHA256.HashData(NumberValues.Bytes(32, random), Encoding.ASCII.GetBytes($"{head}.{body}"))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{head}.{body}.{mark}";
    }
}
