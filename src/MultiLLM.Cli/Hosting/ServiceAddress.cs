using System.Globalization;

namespace MultiLLM.Cli.Hosting;

/// <summary>Where the service is expected.</summary>
internal static class ServiceAddress
{
    public const int DefaultPort = 8007;

    /// <summary>--url, else MULTILLM_URL, else this machine at PORT or 8007.</summary>
    /// <exception cref="CliFailure">Not an http address.</exception>
    public static Uri Resolve(string? option, Func<string, string?> environment)
    {
        var (text, source) = option is { Length: > 0 } ? (option, "--url")
            : environment("MULTILLM_URL") is { Length: > 0 } url ? (url, "MULTILLM_URL")
            : ($"http://127.0.0.1:{Port(environment)}", "");
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = "http://" + text;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0
            ? address
            : throw new CliFailure(ExitCode.Usage, "invalid_url", $"{source} is \"{text}\"; it takes an address such as http://127.0.0.1:{DefaultPort}.");
    }

    /// <exception cref="CliFailure">PORT is no port.</exception>
    public static int Port(Func<string, string?> environment)
    {
        if (environment("PORT") is not { Length: > 0 } text)
        {
            return DefaultPort;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw new CliFailure(ExitCode.Usage, "invalid_port", $"PORT is \"{text}\"; it takes a number from 1 to 65535.");
    }

    public static string Show(Uri address) => address.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
