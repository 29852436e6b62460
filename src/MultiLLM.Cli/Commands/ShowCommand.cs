using System.CommandLine;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class ShowCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var id = new Argument<string>("ID") { Description = "A model, by id or alias, installed or not." };
        var context = new Option<int?>("--context") { Description = "Whether it fits with a context of so many tokens.", HelpName = "TOKENS" };
        var kvType = new Option<string?>("--kv-type") { Description = "With keys and values kept as f16, bf16, q8_0 or q4_0.", HelpName = "TYPE" };
        var slots = new Option<int?>("--slots") { Description = "With so many requests batched together.", HelpName = "N" };
        var layers = new Option<int?>("--gpu-layers") { Description = "With so many layers on GPUs; -1: as many as fit.", HelpName = "N" };
        var command = new Command("show", "Show what a model is, and whether it fits here now. Starts a service for itself where none is running.")
        {
            id, context, kvType, slots, layers,
        };
        command.SetAction((parsed, cancellationToken) => OneCall.RunStartingAsync(cli, common, parsed, async (client, token) =>
        {
            var request = new ValidateRequest
            {
                ContextLength = parsed.GetValue(context),
                KvType = parsed.GetValue(kvType),
                Slots = parsed.GetValue(slots),
                GpuLayers = parsed.GetValue(layers),
            };
            var model = await client.GetModelAsync(parsed.GetRequiredValue(id), token).ConfigureAwait(false);
            var fit = await client.ValidateModelAsync(model.Id, request, token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, model, ApiJsonContext.Default.ModelInfo);
                Output.WriteJson(cli, fit, ApiJsonContext.Default.ValidateReply);
            }
            else
            {
                ModelSheet.Write(cli, model, fit);
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }
}
