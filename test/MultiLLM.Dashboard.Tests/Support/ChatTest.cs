using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Dashboard.RichText;
using MultiLLM.Dashboard.Scripts;

namespace MultiLLM.Dashboard.Tests.Support;

/// <summary>What components that show answers need besides.</summary>
public abstract class ChatTest : PageTest
{
    protected ChatTest()
    {
        Services.AddScoped<LongTextScript>().AddScoped<CodeScript>();
        Services.AddSingleton(Answers);
        Services.AddSingleton<Dashboard.Answers.IAnswerSource>(Answers);
    }

    private protected ScriptedAnswers Answers { get; } = new();
}
