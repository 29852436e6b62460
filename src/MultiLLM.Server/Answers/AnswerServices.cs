namespace MultiLLM.Server.Answers;

internal static class AnswerServices
{
    public static void AddAnswers(this IServiceCollection services)
    {
        services.AddSingleton<AnswerStream>();
        services.AddSingleton<AnswerService>();
    }
}
