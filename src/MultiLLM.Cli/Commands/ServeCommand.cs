using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Hosting;

namespace MultiLLM.Cli.Commands;

internal static class ServeCommand
{
    public static Command Create(CliContext cli)
    {
        var host = new Option<string?>("--host", "--address")
        {
            Description = "Address to listen on; * for all. Anything but this machine's own makes the service reachable by others. Default: as configured, else 127.0.0.1.",
            HelpName = "ADDRESS",
        };
        var port = new Option<int?>("--port") { Description = "Default: PORT, else as configured, else 8007.", HelpName = "N" };
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
            string[] listen = [.. Pair("--address", parsed.GetValue(host)), .. Pair("--port", parsed.GetValue(port)?.ToString(CultureInfo.InvariantCulture))];
            var environment = new Dictionary<string, string>();
            if (parsed.GetValue(home) is { Length: > 0 } folder)
            {
                environment["MULTILLM_HOME"] = Path.GetFullPath(folder);
            }

            return ProcessReplacement.RunAsync(
                server.FileName, [.. server.Arguments, .. listen, .. parsed.GetValue(rest) ?? []], environment);
        });
        return command;
    }

    private static string[] Pair(string name, string? value) => value is null ? [] : [name, value];
}
