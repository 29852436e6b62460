using MultiLLM.PolicyBench;

// How well the detectors do on labelled texts:
//   dotnet run -c Release --project bench/policy -- testassets/policy/development.jsonl testassets/policy/held-out.jsonl [--misses]
//   dotnet run -c Release --project bench/policy -- testassets/policy/independent testassets/policy/independent/sealed [--misses]
// How long they take over a megabyte of hostile text:
//   dotnet run -c Release --project bench/policy -- --hostile [--each]
// A line is {"text":"…","expect":["email"]}; without "expect" nothing may be seen in it. The cases of a folder have kinds as labels, see tools/policy-cases.
if (args.Contains("--hostile"))
    HostileTexts.Measure(Console.Out, each: args.Contains("--each"));
foreach (var path in args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)))
{
    var showMisses = args.Contains("--misses");
    if (Directory.Exists(path) || args.Contains("--labels"))
        Report.Print(Path.GetFileName(path), IndependentEvaluation.Of(IndependentCases.Read(path)), showMisses);
    else
        Report.Print(Path.GetFileName(path), Evaluation.Of(PolicyCases.Read(path)), showMisses);
}
