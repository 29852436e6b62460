using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Hosting;

namespace MultiLLM.Cli.Commands;

internal static class ServeCommand
{
    public static Command Create(CliContext cli)
    {
        var host = new Option<string>("--host", "--address")
        {
            Description = "Address to listen on. Anything but this machine's own makes the service reachable by others.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var port = new Option<int?>("--port") { Description = "Default: PORT, else 8007.", HelpName = "N" };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value is < 0 or > 65535)
            {
                result.AddError("--port takes a number from 0 (any free one) to 65535.");
            }
        });
        var home = new Option<string?>("--home") { Description = "Folder of models, database, keys and logs. Default: MULTILLM_HOME, else ~/.multillm.", HelpName = "FOLDER" };
        var path = new Option<string?>("--server-path") { Description = "The server to run. Default: MULTILLM_SERVER_PATH, else the one installed beside this program.", HelpName = "FILE" };
        var rest = new Argument<string[]>("SETTINGS")
        {
            Description = "After --: settings for the server, for example -- --MultiLLM:ContextLength=8192",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("serve", "Run the service until Ctrl+C. This process becomes the server.") { host, port, home, path, rest };
        command.SetAction(parsed =>
        {
            var server = ServerLocator.Find(cli, parsed.GetValue(path));
            var url = Url(parsed.GetValue(host)!, parsed.GetValue(port) ?? ServiceAddress.Port(cli.Environment));
            var environment = new Dictionary<string, string>();
            if (parsed.GetValue(home) is { Length: > 0 } folder)
            {
                environment["MULTILLM_HOME"] = Path.GetFullPath(folder);
            }

            return ProcessReplacement.RunAsync(
                server.FileName, [.. server.Arguments, "--urls", url, .. parsed.GetValue(rest) ?? []], environment);
        });
        return command;
    }

    private static string Url(string host, int port)
    {
        var name = host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host;
        var url = $"http://{name}:{port.ToString(CultureInfo.InvariantCulture)}";
        return name is "*" or "+" || (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.AbsolutePath == "/")
            ? url
            : throw new CliFailure(ExitCode.Usage, "invalid_host", $"--host is \"{host}\"; it takes a name or an address such as 127.0.0.1.");
    }
}
