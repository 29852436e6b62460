using MultiLLM.Cli;

return await CliApp.RunAsync(args, CliContext.ForProcess());
