using MultiLLM.Cli;
using MultiLLM.Cli.Hosting;

namespace MultiLLM.Tests.Cli.Hosting;

public sealed class ServiceAddressTests
{
    [Theory]
    [InlineData(null, null, null, "http://127.0.0.1:8007")]
    [InlineData(null, null, "9000", "http://127.0.0.1:9000")]
    [InlineData(null, "https://host/prefix/", "9000", "https://host/prefix")]
    [InlineData("box:8007", "https://host", null, "http://box:8007")]
    [InlineData("http://[::1]:8007", null, null, "http://[::1]:8007")]
    public void Resolve_Sources_OptionBeforeEnvironmentBeforeDefault(string? option, string? url, string? port, string expected) =>
        Assert.Equal(expected, ServiceAddress.Show(ServiceAddress.Resolve(option, Environment(url, port))));

    [Theory]
    [InlineData("ftp://host", null)]
    [InlineData("http://", null)]
    [InlineData("http://a b", null)]
    [InlineData(null, "eighty")]
    [InlineData(null, "0")]
    [InlineData(null, "65536")]
    public void Resolve_NoAddress_NamesTheValue(string? option, string? port)
    {
        var failure = Assert.Throws<CliFailure>(() => ServiceAddress.Resolve(option, Environment(null, port)));

        Assert.Equal(ExitCode.Usage, failure.ExitCode);
        Assert.Contains(option ?? port!, failure.Message);
    }

    private static Func<string, string?> Environment(string? url, string? port) =>
        name => name switch { "MULTILLM_URL" => url, "PORT" => port, _ => null };
}
