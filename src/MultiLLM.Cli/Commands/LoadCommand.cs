using System.CommandLine;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class LoadCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var id = new Argument<string>("ID") { Description = "A model, by id or alias." };
        var context = new Option<int?>("--context") { Description = "With a context of so many tokens. Default: as configured.", HelpName = "TOKENS" };
        var kvType = new Option<string?>("--kv-type") { Description = "With keys and values kept as auto, f16, bf16, q8_0 or q4_0. Default: as configured.", HelpName = "TYPE" };
        var command = new Command("load", "Load a model into a running service and wait until it is ready. One that is loaded otherwise is loaded again.") { id, context, kvType };
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var name = parsed.GetRequiredValue(id);
            var request = new LoadRequest { ContextLength = parsed.GetValue(context), KvType = parsed.GetValue(kvType) };
            var load = client.LoadModelAsync(name, request, token);
            var result = await Spinner.WhileAsync(cli, $"Loading {name}", load).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, result, ApiJsonContext.Default.ModelActionResult);
            }
            else
            {
                cli.Console.Out.WriteLine(cli.Console.ForOut(Describe(result)));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static string Describe(ModelActionResult result) => result switch
    {
        { Changed: false } => $"{result.Model.Id} was loaded already.",
        { Model.Loaded: { } loaded } => $"{result.Model.Id} is loaded: {Output.Seconds(loaded.LoadSeconds)}, {Output.Bytes(loaded.MemoryBytes)} of memory.",
        _ => $"{result.Model.Id} is {result.Model.State}.",
    };
}
